# Allowed: a judgement with a note.
INSERT DATA {
  pgd:fact-new a pg:InstrumentCoding ; pg:codedElement pgd:scheme-base ; pg:instrument pgc:instrument-supply-capital ;
    pg:targetGroup pgc:targetgroup-park ; pg:assertionBasis pgc:basis-curator ; skos:editorialNote "It pays subsidies."@en ;
    pg:evidencedBy pgd:span-base-255-259 .
}
