# Allowed: one of them is the notice that issues the other.
INSERT DATA {
  pgd:policy-new a pg:NoticeOfIssuance ; skos:prefLabel "关于印发云海数字规划的通知"@zh ; pg:isRegistered true ; pg:documentNumber "云政字〔2019〕8号" .
  pgd:fact-new-1 a pg:Assertion ; rdf:subject pgd:policy-new ; rdf:predicate pg:documentNumber ; rdf:object "云政字〔2019〕8号" ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-40-51 .
  pgd:policy-base-plan pg:issuedThrough pgd:policy-new .
  pgd:fact-new-2 a pg:Assertion ; rdf:subject pgd:policy-base-plan ; rdf:predicate pg:issuedThrough ; rdf:object pgd:policy-new ;
    pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-40-51 .
}
