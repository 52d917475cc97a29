# Allowed: two names of one park, judged to be one; two of another that differ in a dot alone.
INSERT DATA {
  pgd:fact-name-full a pg:NameUsage ; pg:nameOf pgd:park-yungu ; pg:surfaceForm "青泽高新区云谷"@zh ; pg:nameKind pgc:name-full ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-184-191 .
  pgd:fact-name-short a pg:NameUsage ; pg:nameOf pgd:park-yungu ; pg:surfaceForm "云谷"@zh ; pg:nameKind pgc:name-short ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-192-204 .
  pgd:fact-name-dot a pg:NameUsage ; pg:nameOf pgd:park-baishi ; pg:surfaceForm "白石·港数据园"@zh ; pg:nameKind pgc:name-full ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-digest-3-10 .
  pgd:fact-name-bullet a pg:NameUsage ; pg:nameOf pgd:park-baishi ; pg:surfaceForm "白石•港数据园"@zh ; pg:nameKind pgc:name-full ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-digest-24-31 .
  pgd:fact-judgement a pg:IdentityJudgement ; pg:leftName pgd:fact-name-full ; pg:rightName pgd:fact-name-short ; pg:verdict pgc:verdict-same ;
    pg:reason "两处相邻，所指相同。"@zh ; pg:assertionBasis pgc:basis-curator ; pg:evidencedBy pgd:span-base-192-204 .
}
