# Allowed: a derived fact that a second reader infers too, and a stated one that is read as stated.
INSERT DATA {
  pgd:fact-base-zone pg:secondReading pgc:reading-inferred .
  pgd:fact-base-number pg:secondReading pgc:reading-stated .
}
