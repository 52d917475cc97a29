# Broken: 30 at 3.3 for ten thousand make 90,909 people, not 100,000.
DELETE DATA { pgd:baseline-qingze-patents-per-10k pg:valueAsStated "3" ; pg:numericValue 3.0 } ;
INSERT DATA { pgd:baseline-qingze-patents-per-10k pg:valueAsStated "3.3" ; pg:numericValue 3.3 }
