# Allowed: 4万余户 is 40000.0.
INSERT DATA {
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-revenue ;
    pg:refArea pgd:division-990100 ; pg:valueAsStated "4" ; pg:unitAsStated "万余户" ; pg:numericValue 40000.0 ; pg:unit pgc:unit-yuan ;
    pg:comparator pgc:comparator-eq ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
