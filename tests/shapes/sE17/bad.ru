# Broken: called stated, but a second reader had to infer it.
INSERT DATA { pgd:fact-base-number pg:secondReading pgc:reading-inferred }
