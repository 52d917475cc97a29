"""Questions, things and relations as JSON addresses, and the OpenAPI document that describes them."""
