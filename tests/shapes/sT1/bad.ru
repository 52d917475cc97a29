# Broken: the target year is behind the plan period.
DELETE DATA { pgd:target-base pg:targetYear 2022 } ;
INSERT DATA { pgd:target-base pg:targetYear 2023 }
