# Broken: an assertion that asserts nothing.
INSERT DATA { pgd:fact-new a pg:Assertion ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 }
