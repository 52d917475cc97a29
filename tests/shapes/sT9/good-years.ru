# Allowed: pieces and ratio are of different years and need not agree.
DELETE DATA { pgd:baseline-qingze-patents-per-10k pg:valueAsStated "3" ; pg:numericValue 3.0 } ;
INSERT DATA { pgd:baseline-qingze-patents-per-10k pg:valueAsStated "3.3" ; pg:numericValue 3.3 } ;
DELETE DATA { pgd:baseline-qingze-patents pg:refYear 2019 } ;
INSERT DATA { pgd:baseline-qingze-patents pg:refYear 2018 }
