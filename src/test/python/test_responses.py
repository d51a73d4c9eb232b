"""OpenAI's Responses by its SDK, unmodified, against a running Caramba: of a server that has them itself, and of one that
has chat completions alone."""

import json
import unittest
from typing import Optional

import openai
from pydantic import BaseModel

from scripted import BREAKING, JOURNEY, KEY, TEXT, URL, WEATHER

PROVIDERS = ("openai", "chat")
TOOL = {"type": "function", "strict": False, **WEATHER["function"]}
PATCH = {"type": "custom", "name": "apply_patch", "description": "Changes files", "format": {"type": "text"}}

client = openai.OpenAI(base_url=URL, api_key=KEY, max_retries=0)


class City(BaseModel):
    name: str
    inhabitants: Optional[int]


def whole(**asked):
    return client.responses.create(**asked)


def streamed(**asked):
    with client.responses.stream(**asked) as stream:
        return stream.get_final_response()


def raw(**asked):
    return list(client.responses.create(**asked, stream=True))[-1].response


class Answers(unittest.TestCase):
    def test_a_text(self):
        for provider in PROVIDERS:
            for send in (whole, streamed, raw):
                with self.subTest(provider, send=send.__name__):
                    response = send(model=provider + "/text", input="Hello")
                    self.assertEqual(response.output_text, TEXT)
                    self.assertEqual(response.status, "completed")
                    self.assertEqual((response.usage.total_tokens, response.usage.output_tokens), (16, 5))
                    self.assertEqual(response.usage.output_tokens_details.reasoning_tokens, 0)

    def test_the_events_of_a_stream(self):
        for provider in PROVIDERS:
            with self.subTest(provider):
                events = list(client.responses.create(model=provider + "/text", input="Hello", stream=True))
                self.assertEqual([event.sequence_number for event in events], list(range(len(events))))
                self.assertEqual(events[0].type, "response.created")
                self.assertEqual(events[-1].type, "response.completed")
                pieces = [event.delta for event in events if event.type == "response.output_text.delta"]
                self.assertEqual((len(pieces), "".join(pieces)), (5, TEXT))

    def test_tools_over_several_turns(self):
        for provider in PROVIDERS:
            for send in (whole, streamed, raw):
                with self.subTest(provider, send=send.__name__):
                    items = [{"role": "user", "content": "How is it in Norway?"}]
                    turns = []
                    while True:
                        response = send(model=provider + "/journey", input=items, tools=[TOOL])
                        calls = [item for item in response.output if item.type == "function_call"]
                        turns.append([(call.call_id, json.loads(call.arguments)["city"]) for call in calls])
                        if not calls:
                            break
                        items += [item.to_dict(exclude_unset=True) for item in response.output]
                        items += [result(call) for call in calls]
                    self.assertEqual(turns, [[("call_1", "Oslo"), ("call_2", "Bergen")], [("call_3", "Narvik")], []])
                    self.assertEqual(response.output_text, JOURNEY)

    def test_going_on_from_what_is_kept(self):
        for provider in PROVIDERS:
            for send in (whole, streamed, raw):
                with self.subTest(provider, send=send.__name__):
                    asked = {"model": provider + "/journey", "tools": [TOOL]}
                    response = send(**asked, input="How is it in Norway?")
                    for _ in range(2):
                        results = [result(item) for item in response.output if item.type == "function_call"]
                        response = send(**asked, input=results, previous_response_id=response.id)
                    self.assertEqual(response.output_text, JOURNEY)
                    kept = client.responses.retrieve(response.id)
                    self.assertEqual((kept.id, kept.output_text), (response.id, JOURNEY))

    def test_what_a_response_answered(self):
        words = ["One", "Two", "Three"]
        items = [{"role": "user", "content": word} for word in words]
        kept = whole(model="chat/text", input=items).id
        listed = list(client.responses.input_items.list(kept, limit=2, order="asc"))
        self.assertEqual([item.content[0].text for item in listed], words)
        client.responses.delete(kept)
        with self.assertRaises(openai.NotFoundError):
            client.responses.retrieve(kept)
        with self.assertRaises(openai.BadRequestError) as raised:
            whole(model="chat/text", input="And?", previous_response_id=kept)
        self.assertEqual(raised.exception.code, "previous_response_not_found")

    def test_what_keeps_a_silent_stream_alive_is_harmless(self):
        with client.responses.stream(model="chat/slow", input="Hello") as stream:
            self.assertIn("keepalive", [event.type for event in stream])
            self.assertEqual(stream.get_final_response().output_text, "Two boats left.")

    def test_a_custom_tool(self):
        for provider in PROVIDERS:
            for send in (whole, streamed, raw):
                with self.subTest(provider, send=send.__name__):
                    asked = {"model": provider + "/patch", "tools": [PATCH]}
                    output = send(**asked, input="Patch it").output
                    call = next(item for item in output if item.type == "custom_tool_call")
                    self.assertEqual((call.call_id, call.name), ("call_patch", "apply_patch"))
                    self.assertTrue(call.input.startswith("*** Begin Patch\n"), call.input)
                    items = [{"role": "user", "content": "Patch it"}]
                    items += [item.to_dict(exclude_unset=True) for item in output]
                    items.append({"type": "custom_tool_call_output", "call_id": call.call_id, "output": "Done!"})
                    self.assertEqual(send(**asked, input=items).output_text, "Done!")

    def test_an_answer_by_a_schema(self):
        for provider in PROVIDERS:
            asked = {"model": provider + "/structured", "input": "Hello", "text_format": City}
            for send in (client.responses.parse, streamed):
                with self.subTest(provider, send=send.__name__):
                    self.assertEqual(send(**asked).output_parsed, City(name="Oslo", inhabitants=None))

    def test_the_arguments_of_calls_by_a_schema(self):
        class GetWeather(BaseModel):
            """The weather in a city"""

            city: str

        tool = openai.pydantic_function_tool(GetWeather, name="get_weather")["function"]
        for provider in PROVIDERS:
            asked = {"model": provider + "/journey", "input": "Hello", "tools": [{"type": "function", **tool}]}
            for send in (client.responses.parse, streamed):
                with self.subTest(provider, send=send.__name__):
                    calls = [item for item in send(**asked).output if item.type == "function_call"]
                    self.assertEqual([call.arguments for call in calls], ['{"city":"Oslo"}', '{"city":"Bergen"}'])


class Failures(unittest.IsolatedAsyncioTestCase):
    def test_a_stream_that_breaks_has_failed(self):
        for provider in PROVIDERS:
            for name in BREAKING:
                with self.subTest(provider + "/" + name):
                    asked = {"model": provider + "/" + name, "input": "Hello", "tools": [TOOL]}
                    failed = raw(**asked)
                    self.assertEqual((failed.status, failed.error.code), ("failed", "server_error"))
                    self.assertEqual([item.status for item in failed.output], ["incomplete"])
                    with self.assertRaisesRegex(RuntimeError, "response.completed"):
                        streamed(**asked)

    def test_errors_before_a_stream_have_their_classes(self):
        for provider in PROVIDERS:
            for name, kind, status in (
                ("bad-request", openai.BadRequestError, 400),
                ("limited", openai.RateLimitError, 429),
                ("overloaded", openai.InternalServerError, 503),
                ("broken", openai.InternalServerError, 502),
            ):
                for send in (whole, streamed, raw):
                    with self.subTest(provider + "/" + name, send=send.__name__), self.assertRaises(kind) as raised:
                        send(model=provider + "/" + name, input="Hello")
                    self.assertEqual(raised.exception.status_code, status)

    def test_errors_of_caramba_itself(self):
        with self.assertRaises(openai.NotFoundError):
            whole(model="no/such", input="Hello")
        with self.assertRaises(openai.BadRequestError) as raised:
            whole(model="chat/text", input=[{"role": "user", "content": "Hi"}, {"type": "function_call_output"}])
        self.assertEqual(raised.exception.param, "input[1].call_id")

    def test_a_caller_who_leaves(self):
        for provider in PROVIDERS:
            with self.subTest(provider), client.responses.stream(model=provider + "/hanging", input="Hello") as stream:
                self.assertTrue(next(event for event in stream if event.type == "response.output_text.delta").delta)

    async def test_the_asynchronous_client(self):
        async with openai.AsyncOpenAI(base_url=URL, api_key=KEY, max_retries=0) as asynchronous:
            for provider in PROVIDERS:
                async with asynchronous.responses.stream(model=provider + "/text", input="Hello") as stream:
                    self.assertEqual((await stream.get_final_response()).output_text, TEXT)
                with self.subTest(provider), self.assertRaises(RuntimeError):
                    async with asynchronous.responses.stream(model=provider + "/cut", input="Hello") as stream:
                        await stream.get_final_response()


def result(call):
    city = json.loads(call.arguments)["city"]
    return {"type": "function_call_output", "call_id": call.call_id, "output": city + ": 7 degrees"}


if __name__ == "__main__":
    unittest.main()
