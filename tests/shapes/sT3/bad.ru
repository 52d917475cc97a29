# Broken: a target that says nothing but its area, and one of “all” with a number.
INSERT DATA { pgd:target-new a pg:QuantitativeTarget ; pg:isRegistered true ; pg:refArea pgd:division-990000 ;
  pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-275-279 } ;
DELETE DATA { pgd:target-base pg:comparator pgc:comparator-eq } ;
INSERT DATA { pgd:target-base pg:comparator pgc:comparator-all }
