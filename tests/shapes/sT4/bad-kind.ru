# Broken: of one indicator one value is in yuan and one in parks.
DELETE DATA { pgd:target-qingze-revenue-2025 pg:unit pgc:unit-yuan } ;
INSERT DATA { pgd:target-qingze-revenue-2025 pg:unit pgc:unit-park }
