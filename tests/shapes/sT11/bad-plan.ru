# Broken: two boxes have one number, the sections begin with the second, and a programme is part of its own box.
INSERT DATA {
  pgd:box-new a pg:Box ; skos:prefLabel "专栏1：另一专栏"@zh ; pg:isRegistered true ; pg:partOf pgd:programme-qingze ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
} ;
DELETE DATA { pgd:section-base-1 pg:ordinal 1 . pgd:programme-qingze pg:partOf pgd:policy-qingze-plan ; pg:ordinal 1 } ;
INSERT DATA { pgd:programme-qingze pg:partOf pgd:box-qingze }
