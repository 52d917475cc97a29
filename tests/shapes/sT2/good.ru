# Allowed: a baseline of the year before the target.
DELETE DATA { pgd:baseline-qingze-revenue pg:refYear 2019 } ;
INSERT DATA { pgd:baseline-qingze-revenue pg:refYear 2022 }
