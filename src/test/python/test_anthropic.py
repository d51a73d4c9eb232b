"""Anthropic's SDK, unmodified, against a running Caramba whose providers speak OpenAI's format or Anthropic's own."""

import os
import unittest
from typing import Optional

import anthropic
from anthropic import beta_tool
from pydantic import BaseModel

from scripted import JOURNEY, KEY, TEXT

URL = os.environ["CARAMBA_URL"]
MESSAGES = [{"role": "user", "content": "Hello"}]
TOOLS = [{"name": "get_weather", "input_schema": {"type": "object", "properties": {"city": {"type": "string"}}}}]
PROVIDERS = ("openai", "anthropic")


class City(BaseModel):
    name: str
    inhabitants: Optional[int] = None


client = anthropic.Anthropic(base_url=URL, api_key=KEY, max_retries=0)


def whole(**asked):
    return client.messages.create(**asked)


def streamed(**asked):
    with client.messages.stream(**asked) as stream:
        return stream.get_final_message()


def asked(model, **more):
    return {"model": model, "max_tokens": 300, "messages": MESSAGES, **more}


class Answers(unittest.TestCase):
    def test_a_message(self):
        for provider in PROVIDERS:
            for send in (whole, streamed):
                with self.subTest(provider, send=send.__name__):
                    message = send(**asked(provider + "/text"))
                    self.assertEqual([block.text for block in message.content], [TEXT])
                    self.assertEqual((message.stop_reason, message.usage.output_tokens), ("end_turn", 5))
                    self.assertEqual(message.usage.input_tokens, 11)
        self.assertTrue(whole(**asked("openai/text"))._request_id)

    def test_a_stream_by_the_helper(self):
        for provider in PROVIDERS:
            with self.subTest(provider), client.messages.stream(**asked(provider + "/text")) as stream:
                pieces = list(stream.text_stream)
                self.assertEqual("".join(pieces), TEXT)
                self.assertEqual(len(pieces), 5)

    def test_tools_over_several_turns(self):
        for provider in PROVIDERS:
            for send in (whole, streamed):
                with self.subTest(provider, send=send.__name__):
                    messages = list(MESSAGES)
                    turns = []
                    while True:
                        message = send(**asked(provider + "/journey", messages=messages, tools=TOOLS))
                        calls = [block for block in message.content if block.type == "tool_use"]
                        turns.append([(call.id, call.input["city"]) for call in calls])
                        if message.stop_reason != "tool_use":
                            break
                        messages.append({"role": "assistant", "content": message.content})
                        messages.append({"role": "user", "content": [result(call) for call in calls]})
                    self.assertEqual(turns, [[("call_1", "Oslo"), ("call_2", "Bergen")], [("call_3", "Narvik")], []])
                    self.assertEqual([block.text for block in message.content], [JOURNEY])

    def test_the_tool_runner(self):
        @beta_tool
        def get_weather(city: str) -> str:
            """The weather in a city."""
            return city + ": 7 degrees"

        for provider in PROVIDERS:
            for stream in (False, True):
                with self.subTest(provider, stream=stream):
                    runner = client.beta.messages.tool_runner(
                        **asked(provider + "/journey", tools=[get_weather]), stream=stream
                    )
                    last = None
                    for turn in runner:
                        last = turn.get_final_message() if stream else turn
                    self.assertEqual([block.text for block in last.content], [JOURNEY])

    def test_pings_are_skipped(self):
        self.assertEqual(streamed(**asked("openai/slow")).content[0].text, "Two boats left.")

    def test_a_thread(self):
        # the conversation is the server's to hold; where it does not, the SDK sends it whole
        for provider in PROVIDERS:
            with self.subTest(provider):
                thread = client.beta.messages.thread(model=provider + "/journey", max_tokens=300, tools=TOOLS)
                message = thread.send(MESSAGES[0])
                for _ in range(2):
                    results = [result(block) for block in message.content if block.type == "tool_use"]
                    message = thread.send({"role": "user", "content": results})
                self.assertEqual([block.text for block in message.content], [JOURNEY])

    def test_an_answer_by_a_schema(self):
        for provider in PROVIDERS:
            with self.subTest(provider):
                message = client.messages.parse(**asked(provider + "/structured", output_format=City))
                self.assertEqual(message.parsed_output, City(name="Oslo"))

    def test_thinking(self):
        for provider, signature in {"openai": "", "anthropic": "signed-by-the-maker"}.items():
            for send in (whole, streamed):
                with self.subTest(provider, send=send.__name__):
                    thought, text = send(**asked(provider + "/thinking", thinking={"type": "adaptive"})).content
                    self.assertEqual((thought.type, thought.thinking, thought.signature), ("thinking", "Boats float.", signature))
                    self.assertEqual(text.text, "Two boats.")

    def test_a_count_and_the_models(self):
        count = client.messages.count_tokens
        self.assertGreater(count(model="openai/text", messages=MESSAGES).input_tokens, 0)
        self.assertEqual(count(model="anthropic/text", messages=MESSAGES).input_tokens, 42)
        self.assertIn("openai/text", [model.id for model in client.models.list(limit=2)])
        self.assertEqual(client.models.retrieve("openai/text").id, "openai/text")


class Failures(unittest.IsolatedAsyncioTestCase):
    def test_a_stream_that_breaks_is_an_error(self):
        for provider in PROVIDERS:
            for name in ("cut", "cut-call", "ends-early", "closed"):
                seen = []
                with self.subTest(provider + "/" + name):
                    with self.assertRaises(anthropic.APIStatusError) as raised:
                        with client.messages.stream(**asked(provider + "/" + name, tools=TOOLS)) as stream:
                            for event in stream:
                                seen.append(event.type)
                    self.assertEqual(raised.exception.type, "api_error")
                    with self.assertRaises(anthropic.APIStatusError):
                        for event in whole(**asked(provider + "/" + name, tools=TOOLS, stream=True)):
                            seen.append(event.type)
                    self.assertEqual(seen.count("message_start"), 2)
                    self.assertGreater(seen.count("content_block_delta"), 1)
                    self.assertFalse({"content_block_stop", "message_delta", "message_stop"} & set(seen))

    def test_errors_have_their_classes(self):
        for provider in PROVIDERS:
            for name, kind, status in (
                ("bad-request", anthropic.BadRequestError, 400),
                ("too-long", anthropic.BadRequestError, 400),
                ("limited", anthropic.RateLimitError, 429),
                ("overloaded", anthropic.OverloadedError, 529),
                ("broken", anthropic.InternalServerError, 502),
            ):
                for send in (whole, streamed):
                    with self.subTest(provider + "/" + name, send=send.__name__), self.assertRaises(kind) as raised:
                        send(**asked(provider + "/" + name))
                    self.assertEqual(raised.exception.status_code, status)
                    self.assertTrue(raised.exception.request_id)

    def test_errors_of_caramba_itself(self):
        with self.assertRaises(anthropic.NotFoundError):
            whole(**asked("nothing-of-this-name"))
        with self.assertRaises(anthropic.BadRequestError):
            whole(**asked("openai/text", messages=[]))
        with self.assertRaises(anthropic.AuthenticationError):
            anthropic.Anthropic(base_url=URL, api_key="wrong", max_retries=0).messages.create(**asked("openai/text"))

    def test_a_caller_who_leaves(self):
        for provider in PROVIDERS:
            with self.subTest(provider), client.messages.stream(**asked(provider + "/hanging")) as stream:
                self.assertTrue(next(stream.text_stream))

    async def test_the_asynchronous_client(self):
        async with anthropic.AsyncAnthropic(base_url=URL, api_key=KEY, max_retries=0) as asynchronous:
            for provider in PROVIDERS:
                async with asynchronous.messages.stream(**asked(provider + "/text")) as stream:
                    self.assertEqual(await stream.get_final_text(), TEXT)
                with self.subTest(provider), self.assertRaises(anthropic.APIStatusError):
                    async with asynchronous.messages.stream(**asked(provider + "/cut")) as stream:
                        await stream.get_final_message()


def result(call):
    return {"type": "tool_result", "tool_use_id": call.id, "content": call.input["city"] + ": 7 degrees"}


if __name__ == "__main__":
    unittest.main()
