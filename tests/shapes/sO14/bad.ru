# Broken: an assignment that says nothing.
INSERT DATA { pgd:fact-new a pg:ResponsibilityAssignment ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 }
