# Broken: a coverage of more than everything, and one of less than nothing.
DELETE DATA { pgd:baseline-qingze-coverage pg:valueAsStated "90" ; pg:numericValue 90.0 } ;
INSERT DATA {
  pgd:baseline-qingze-coverage pg:valueAsStated "190" ; pg:numericValue 190.0 .
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-coverage ;
    pg:refArea pgd:division-990100 ; pg:population pgc:population-whole ; pg:valueAsStated "-5至90" ; pg:unitAsStated "%" ;
    pg:lowerBound -5.0 ; pg:upperBound 90.0 ; pg:unit pgc:unit-percent ; pg:comparator pgc:comparator-range ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
