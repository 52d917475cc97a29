# Broken: a target that says nothing, and one of “all” with a number.
INSERT DATA { pgd:target-new a pg:QuantitativeTarget ; pg:isRegistered true ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 } ;
DELETE DATA { pgd:target-base pg:comparator pgc:comparator-eq } ;
INSERT DATA { pgd:target-base pg:comparator pgc:comparator-all }
