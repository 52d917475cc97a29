# Broken: a comma read as a point.
INSERT DATA {
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-revenue ;
    pg:refArea pgd:division-990100 ; pg:valueAsStated "1,250" ; pg:unitAsStated "人" ; pg:numericValue 1.25 ; pg:unit pgc:unit-yuan ;
    pg:comparator pgc:comparator-eq ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
