# Allowed: a first box beside the first programme, two sections below one, and two projects that change places.
DELETE DATA { pgd:project-qingze-yungu pg:ordinal 1 . pgd:project-qingze-port pg:ordinal 2 } ;
INSERT DATA {
  pgd:project-qingze-yungu pg:ordinal 2 .
  pgd:project-qingze-port pg:ordinal 1 .
  pgd:box-new a pg:Box ; skos:prefLabel "专栏1：全区项目"@zh ; pg:isRegistered true ; pg:partOf pgd:policy-qingze-plan ; pg:ordinal 1 ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
  pgd:section-base-4-1 a pg:DocumentSection ; skos:prefLabel "第一节"@zh ; pg:isRegistered true ; pg:sectionOf pgd:source-base ;
    pg:partOfSection pgd:section-base-4 ; pg:ordinal 1 ; pg:sectionStart 286 ; pg:sectionEnd 357 .
  pgd:section-base-4-2 a pg:DocumentSection ; skos:prefLabel "第二节"@zh ; pg:isRegistered true ; pg:sectionOf pgd:source-base ;
    pg:partOfSection pgd:section-base-4 ; pg:ordinal 2 ; pg:sectionStart 357 ; pg:sectionEnd 409 .
}
