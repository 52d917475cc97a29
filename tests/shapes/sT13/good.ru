# Allowed: a baseline in words, without number, unit and year.
INSERT DATA {
  pgd:baseline-new a pg:BaselineValue ; pg:isRegistered true ; pg:onIndicator pgd:indicator-qingze-coverage ;
    pg:refArea pgd:division-990100 ; pg:valueAsStated "若干" ; pg:comparator pgc:comparator-unquantified ; pg:assertionBasis pgc:basis-explicit ; pg:evidencedBy pgd:span-base-401-405 .
}
