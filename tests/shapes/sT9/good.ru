# Allowed: 30 at 3.15 for ten thousand make 95,238 people, not five per cent less than 100,000.
DELETE DATA { pgd:baseline-qingze-patents-per-10k pg:valueAsStated "3" ; pg:numericValue 3.0 } ;
INSERT DATA { pgd:baseline-qingze-patents-per-10k pg:valueAsStated "3.15" ; pg:numericValue 3.15 }
