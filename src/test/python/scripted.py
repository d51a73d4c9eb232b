"""What the tests of all clients share: where the running Caramba is, and what its scripted models say."""

import os

URL = os.environ["CARAMBA_URL"] + "/v1"
KEY = os.environ["CARAMBA_KEY"]

MESSAGES = [{"role": "user", "content": "Hello"}]
TEXT = "Two boats left the harbour."
TOLD = "Oslo: 7 degrees and Bergen: 7 degrees"
# what the conversation of several turns ends with
JOURNEY = "Oslo: 7 degrees, Bergen: 7 degrees, Narvik: 7 degrees"
WEATHER = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "The weather in a city",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
CITY = {
    "title": "city",
    "description": "A city",
    "type": "object",
    "properties": {"name": {"type": "string"}, "inhabitants": {"type": "integer"}},
    "required": ["name"],
}

# models whose streams break after they began, of every provider
BREAKING = ("cut", "cut-call", "ends-early", "closed")
# and what is told in chat completions then
BROKEN = {
    "openai/cut": "connection reset",
    "openai/cut-call": "connection reset",
    "openai/ends-early": "The model fell over",
    "openai/closed": "ended before it was complete",
}
