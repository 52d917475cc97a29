# Broken: a park with an amount, a target of a body instead of a place, a number where text is expected.
DELETE DATA { pgd:target-base pg:refArea pgd:division-990000 . pgd:list-base-demonstration pg:announcedAsStated "3月5日" } ;
INSERT DATA {
  pgd:park-baishi pg:maxAmount 5.0 .
  pgd:target-base pg:refArea pgd:enterprise-nanpu .
  pgd:list-base-demonstration pg:announcedAsStated 305 .
}
