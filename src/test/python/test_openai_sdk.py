"""The official OpenAI SDK, unmodified, against a running Caramba: its two clients."""

import json
import unittest
from typing import Optional

import openai
from pydantic import BaseModel

from scripted import BROKEN, CITY, KEY, MESSAGES, TEXT, TOLD, URL, WEATHER

client = openai.OpenAI(base_url=URL, api_key=KEY, max_retries=0)


class City(BaseModel):
    name: str
    inhabitants: Optional[int] = None


class Answers(unittest.TestCase):
    def test_a_text(self):
        completion = client.chat.completions.create(model="openai/text", messages=MESSAGES)
        self.assertEqual(completion.choices[0].message.content, TEXT)
        self.assertEqual(completion.choices[0].finish_reason, "stop")
        self.assertEqual(completion.usage.total_tokens, 16)

    def test_vectors(self):
        for model in ("openai/vectors", "openai/numbers"):
            for form in ({}, {"encoding_format": "float"}):
                answer = client.embeddings.create(model=model, input=["red", "blue"], **form)
                self.assertEqual([item.index for item in answer.data], [0, 1])
                for i, item in enumerate(answer.data):
                    for value, expected in zip(item.embedding, [i, 0.1, -0.0025], strict=True):
                        self.assertAlmostEqual(value, expected, places=6)
                self.assertEqual(answer.usage.total_tokens, 6)

    def test_vectors_of_tokens(self):
        answer = client.embeddings.create(model="openai/vectors", input=[[1, 2], [3]])
        self.assertEqual([round(item.embedding[0]) for item in answer.data], [0, 1])

    def test_a_stream(self):
        stream = client.chat.completions.create(
            model="openai/text", messages=MESSAGES, stream=True, stream_options={"include_usage": True}
        )
        chunks = list(stream)
        self.assertEqual("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices), TEXT)
        self.assertEqual([chunk.usage.total_tokens for chunk in chunks if chunk.usage], [16])

    def test_a_tool_loop_by_the_stream_helper(self):
        messages = list(MESSAGES)
        pieces = []
        for _ in range(2):
            with client.chat.completions.stream(model="openai/weather", messages=messages, tools=[WEATHER]) as stream:
                for event in stream:
                    if event.type == "tool_calls.function.arguments.delta":
                        pieces.append((event.index, event.arguments_delta))
                message = stream.get_final_completion().choices[0].message
            messages.append(message)
            for call in message.tool_calls or []:
                city = json.loads(call.function.arguments)["city"]
                messages.append({"role": "tool", "tool_call_id": call.id, "content": city + ": 7 degrees"})
        self.assertEqual(message.content, TOLD)
        self.assertEqual(
            [piece for piece in pieces if piece[1]],
            [(0, '{"cit'), (0, 'y":"O'), (0, 'slo"}'), (1, '{"cit'), (1, 'y":"B'), (1, "ergen"), (1, '"}')],
        )

    def test_a_structured_answer_whose_optional_field_is_null(self):
        asked = {"model": "openai/structured", "messages": MESSAGES, "response_format": City}
        whole = client.chat.completions.parse(**asked)
        with client.chat.completions.stream(**asked) as stream:
            streamed = stream.get_final_completion()
        for completion in (whole, streamed):
            self.assertEqual(completion.choices[0].message.parsed, City(name="Oslo"))

    def test_optional_fields_stay_optional_unless_strict(self):
        for strict in ({}, {"strict": None}, {"strict": False}):
            completion = client.chat.completions.create(
                model="openai/structured",
                messages=MESSAGES,
                response_format={"type": "json_schema", "json_schema": {"name": "city", "schema": CITY, **strict}},
            )
            self.assertEqual(json.loads(completion.choices[0].message.content), {"name": "Oslo"}, strict)

    def test_a_refusal(self):
        asked = {"model": "openai/refusing", "messages": MESSAGES, "response_format": City}
        whole = client.chat.completions.parse(**asked)
        with client.chat.completions.stream(**asked) as stream:
            streamed = stream.get_final_completion()
        for completion in (whole, streamed):
            self.assertEqual(completion.choices[0].message.refusal, "I cannot help with that.")
            self.assertIsNone(completion.choices[0].message.parsed)

    def test_reasoning(self):
        asked = {"model": "openai/thinking", "messages": MESSAGES}
        self.assertEqual(
            client.chat.completions.create(**asked).choices[0].message.reasoning_content, "Boats float."
        )
        deltas = [chunk.choices[0].delta for chunk in client.chat.completions.create(**asked, stream=True)]
        self.assertEqual("".join(getattr(delta, "reasoning_content", None) or "" for delta in deltas), "Boats float.")
        self.assertEqual("".join(delta.content or "" for delta in deltas), "Two boats.")

    def test_several_answers(self):
        asked = {"model": "openai/several", "messages": MESSAGES, "n": 2}
        with client.chat.completions.stream(**asked) as stream:
            streamed = stream.get_final_completion()
        for completion in (client.chat.completions.create(**asked), streamed):
            self.assertEqual(
                [choice.message.content for choice in completion.choices], ["One boat.", "Three boats."]
            )

    def test_log_probabilities(self):
        asked = {"model": "openai/likely", "messages": MESSAGES, "logprobs": True}
        with client.chat.completions.stream(**asked) as stream:
            streamed = stream.get_final_completion()
        for completion in (client.chat.completions.create(**asked), streamed):
            self.assertEqual([token.logprob for token in completion.choices[0].logprobs.content], [-0.25])

    def test_comments_that_keep_a_stream_alive_are_skipped(self):
        with client.chat.completions.stream(model="openai/slow", messages=MESSAGES) as stream:
            self.assertEqual(stream.get_final_completion().choices[0].message.content, "Two boats left.")


class Failures(unittest.IsolatedAsyncioTestCase):
    def test_a_stream_that_breaks_is_an_error(self):
        for model, words in BROKEN.items():
            with self.subTest(model), self.assertRaisesRegex(openai.APIError, words):
                list(client.chat.completions.create(model=model, messages=MESSAGES, stream=True))
            with self.subTest(model + ", by the helper"), self.assertRaisesRegex(openai.APIError, words):
                with client.chat.completions.stream(model=model, messages=MESSAGES) as stream:
                    stream.get_final_completion()

    def test_errors_before_a_stream_have_their_types(self):
        for model, type in {
            "no/such": openai.NotFoundError,
            "openai/bad-request": openai.BadRequestError,
            "openai/limited": openai.RateLimitError,
            "openai/broken": openai.InternalServerError,
        }.items():
            for stream in (False, True):
                with self.subTest(model, stream=stream), self.assertRaises(type):
                    client.chat.completions.create(model=model, messages=MESSAGES, stream=stream)

    async def test_the_asynchronous_client(self):
        async with openai.AsyncOpenAI(base_url=URL, api_key=KEY, max_retries=0) as asynchronous:
            create = asynchronous.chat.completions.create
            self.assertEqual((await create(model="openai/text", messages=MESSAGES)).choices[0].message.content, TEXT)
            for model, expected in {"openai/text": TEXT, "openai/slow": "Two boats left."}.items():
                stream = await create(model=model, messages=MESSAGES, stream=True)
                text = "".join([chunk.choices[0].delta.content or "" async for chunk in stream])
                self.assertEqual(text, expected)
            for model, words in BROKEN.items():
                with self.subTest(model), self.assertRaisesRegex(openai.APIError, words):
                    async for _ in await create(model=model, messages=MESSAGES, stream=True):
                        pass
            parsed = await asynchronous.chat.completions.parse(
                model="openai/structured", messages=MESSAGES, response_format=City
            )
            self.assertEqual(parsed.choices[0].message.parsed, City(name="Oslo"))


if __name__ == "__main__":
    unittest.main()
