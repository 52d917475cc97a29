# Allowed: 超過, 達到, 餘, 不超過, 以內 and 最高 in Traditional characters, each with its comparator.
DELETE { ?source pg:fullText ?text ; pg:sha256 ?hash } INSERT { ?source pg:fullText ?other ; pg:sha256 ?new }
WHERE {
  ?source pg:fullText ?text ; pg:sha256 ?hash .
  BIND(REPLACE(REPLACE(?text, "达到1亿元", "達到1億元"), "突破2亿元", "超過2億元") AS ?one)
  BIND(REPLACE(REPLACE(?one, "发明专利30件", "发明专利30餘"), "户籍人口10万", "口不超過10万") AS ?two)
  BIND(REPLACE(REPLACE(?two, "最高奖补300万元", "最高獎補300萬元"), "覆盖率90%以上", "覆盖率90%以內") AS ?other)
  BIND(SHA256(?other) AS ?new)
} ;
DELETE { ?span oa:exact ?quote } INSERT { ?span oa:exact ?now }
WHERE {
  ?span oa:exact ?quote ; oa:start ?start ; oa:end ?end ; oa:hasSource/pg:fullText ?text .
  BIND(STRLANG(SUBSTR(?text, ?start + 1, ?end - ?start), "zh") AS ?now)
  FILTER(?now != ?quote)
} ;
DELETE DATA { pgd:baseline-qingze-patents pg:comparator pgc:comparator-eq } ;
INSERT DATA { pgd:baseline-qingze-patents pg:comparator pgc:comparator-gt } ;
DELETE DATA { pgd:baseline-qingze-people pg:comparator pgc:comparator-eq } ;
INSERT DATA { pgd:baseline-qingze-people pg:comparator pgc:comparator-le } ;
DELETE DATA { pgd:baseline-qingze-coverage pg:comparator pgc:comparator-ge } ;
INSERT DATA { pgd:baseline-qingze-coverage pg:comparator pgc:comparator-le }
