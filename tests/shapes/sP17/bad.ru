# Broken: a coding that claims to be in the text.
INSERT DATA {
  pgd:fact-new a pg:InstrumentCoding ; pg:codedElement pgd:scheme-base ; pg:instrument pgc:instrument-supply-capital ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-255-259 .
}
