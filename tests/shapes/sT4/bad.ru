# Broken: a number without unit.
DELETE WHERE { pgd:target-base pg:unit ?unit ; pg:unitAsStated ?stated }
