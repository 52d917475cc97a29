# Broken: the baseline is of the year of a target.
DELETE DATA { pgd:baseline-qingze-revenue pg:refYear 2019 } ;
INSERT DATA { pgd:baseline-qingze-revenue pg:refYear 2023 }
