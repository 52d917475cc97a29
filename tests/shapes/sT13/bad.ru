# Broken: a baseline that says nothing, and a target without area.
INSERT DATA { pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 } ;
DELETE DATA { pgd:target-base pg:refArea pgd:division-990000 }
