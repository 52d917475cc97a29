# Broken: the period begins after it ends, and is not that of the title.
DELETE DATA { pgd:policy-base-plan pg:planPeriodStartYear 2019 } ;
INSERT DATA { pgd:policy-base-plan pg:planPeriodStartYear 2023 }
