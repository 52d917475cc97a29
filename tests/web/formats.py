"""What schemathesis is told of this service: values for the formats of parameters that only the data know.

It is loaded by schemathesis (`SCHEMATHESIS_HOOKS`); the file that `FORMATS` names holds format to values.
"""

import json
import os
from pathlib import Path

import schemathesis
from hypothesis import strategies

for name, values in json.loads(Path(os.environ["FORMATS"]).read_text(encoding="utf-8")).items():
    schemathesis.openapi.format(name, strategies.sampled_from(values))
