# Allowed: 1,250.5元 is 1250.5.
INSERT DATA {
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-revenue ;
    pg:refArea pgd:division-990100 ; pg:valueAsStated "1,250.5" ; pg:unitAsStated "元" ; pg:numericValue 1250.5 ; pg:unit pgc:unit-yuan ;
    pg:comparator pgc:comparator-eq ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
