# Broken: a waiver that says nothing, one that has expired, and one of something that is not wrong.
INSERT DATA {
  <https://w3id.org/parkgraph/issue/empty> a pg:KnownIssue .
  <https://w3id.org/parkgraph/issue/old> a pg:KnownIssue ; pg:waivesShape pgs:sN7 ; pg:waivesNode pgd:park-nanpu ;
    pg:reason "理由"@zh , "Reason"@en ; pg:expiresOn "2020-03-30"^^xsd:date .
  <https://w3id.org/parkgraph/issue/idle> a pg:KnownIssue ; pg:waivesShape pgs:sN3 ; pg:waivesNode pgd:park-nanpu ;
    pg:reason "理由"@zh , "Reason"@en ; pg:expiresOn "2020-12-31"^^xsd:date .
}
