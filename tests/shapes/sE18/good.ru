# Allowed: a passage that no fact rests on.
INSERT DATA {
  pgd:fact-new a pg:UnfactualPassage ; pg:passageReason pgc:nofact-heading ; pg:mentionedIn pgd:span-base-0-3 .
  pgd:span-base-0-3 a pg:TextSpan ; oa:hasSource pgd:source-base ; oa:start 0 ; oa:end 3 ; oa:exact "云海省"@zh .
}
