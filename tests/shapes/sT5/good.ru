# Allowed: number words that are no plain numbers, and a thousand that may be part of a unit.
INSERT DATA {
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-revenue ;
    pg:refArea pgd:division-990100 ; pg:valueAsStated "三" ; pg:unitAsStated "千瓦" ; pg:numericValue 3000.0 ; pg:unit pgc:unit-yuan ;
    pg:comparator pgc:comparator-eq ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
