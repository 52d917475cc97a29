# Allowed: no number and no unit.
DELETE WHERE { pgd:target-base pg:unit ?unit ; pg:unitAsStated ?stated ; pg:numericValue ?number ; pg:comparator ?comparator } ;
INSERT DATA { pgd:target-base pg:comparator pgc:comparator-unquantified }
