# Broken: 万亿 read as 万.
INSERT DATA {
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-revenue ;
    pg:refArea pgd:division-990100 ; pg:valueAsStated "39.2" ; pg:unitAsStated "万亿元" ; pg:numericValue 392000000.0 ; pg:unit pgc:unit-yuan ;
    pg:comparator pgc:comparator-eq ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
