# Broken: two names that were judged to mean the same are recorded for two things.
INSERT DATA {
  pgd:fact-name-full a pg:NameUsage ; pg:nameOf pgd:park-yungu ; pg:surfaceForm "青泽高新区云谷"@zh ; pg:nameKind pgc:name-full ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-184-191 .
  pgd:fact-name-project a pg:NameUsage ; pg:nameOf pgd:project-qingze-yungu ; pg:surfaceForm "云谷二期项目"@zh ; pg:nameKind pgc:name-full ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-410-427 .
  pgd:fact-judgement a pg:IdentityJudgement ; pg:leftName pgd:fact-name-full ; pg:rightName pgd:fact-name-project ; pg:verdict pgc:verdict-same ;
    pg:reason "两处相邻，所指相同。"@zh ; pg:assertionBasis pgc:basis-curator ; pg:evidencedBy pgd:span-base-192-204 .
}
