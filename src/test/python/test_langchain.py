"""LangChain, unmodified, against a running Caramba."""

import unittest
from typing import Optional

import openai
from langchain_core.messages import HumanMessage, ToolMessage
from langchain_core.tools import tool
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from pydantic import BaseModel

from scripted import BREAKING, BROKEN, CITY, JOURNEY, KEY, TEXT, TOLD, URL


class City(BaseModel):
    """A city."""

    name: str
    inhabitants: Optional[int] = None


@tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    return city + ": 7 degrees"


def model(name, **more):
    return ChatOpenAI(model=name, base_url=URL, api_key=KEY, max_retries=0, **more)


class LangChain(unittest.IsolatedAsyncioTestCase):
    def test_vectors(self):
        # without the check of lengths, which fetches a tokenizer; with it, tokens are sent
        embeddings = OpenAIEmbeddings(
            model="openai/vectors", base_url=URL, api_key=KEY, max_retries=0, check_embedding_ctx_length=False
        )
        vectors = embeddings.embed_documents(["red", "blue"])
        self.assertEqual([round(values[0]) for values in vectors], [0, 1])
        self.assertEqual([len(values) for values in vectors], [3, 3])

    def test_a_text(self):
        answer = model("openai/text").invoke("Hello")
        self.assertEqual(answer.content, TEXT)
        self.assertEqual(answer.usage_metadata["total_tokens"], 16)

    def test_a_stream(self):
        pieces = [piece.content for piece in model("openai/text").stream("Hello")]
        self.assertEqual("".join(pieces), TEXT)
        self.assertEqual(len([piece for piece in pieces if piece]), 5)

    def test_a_tool_loop(self):
        bound = model("openai/weather").bind_tools([get_weather])
        for streamed in (False, True):
            self.assertEqual(loop(bound, 2, streamed).content, TOLD)

    def test_responses(self):
        for provider in ("openai/", "chat/"):
            with self.subTest(provider):
                asked = model(provider + "text", use_responses_api=True)
                self.assertEqual(asked.invoke("Hello").text, TEXT)
                self.assertEqual(whole(asked.stream("Hello")).text, TEXT)
                bound = model(provider + "journey", use_responses_api=True).bind_tools([get_weather])
                for streamed in (False, True):
                    self.assertEqual(loop(bound, 3, streamed).text, JOURNEY)
                kept = model(provider + "journey", use_responses_api=True, use_previous_response_id=True)
                self.assertEqual(loop(kept.bind_tools([get_weather]), 3, False).text, JOURNEY)

    def test_structured_answers(self):
        for method in ("json_schema", "function_calling"):
            with self.subTest(method):
                structured = model("openai/structured").with_structured_output(City, method=method)
                self.assertEqual(structured.invoke("Hello"), City(name="Oslo"))
            with self.subTest(method + ", by a plain schema"):
                structured = model("openai/structured").with_structured_output(CITY, method=method)
                self.assertEqual(structured.invoke("Hello"), {"name": "Oslo"})

    def test_a_stream_that_breaks_is_an_error(self):
        for name, words in BROKEN.items():
            with self.subTest(name), self.assertRaisesRegex(openai.APIError, words):
                whole(model(name).stream("Hello"))

    def test_responses_that_break_are_errors(self):
        for provider in ("openai/", "chat/"):
            for name in BREAKING:
                with self.subTest(provider + name), self.assertRaisesRegex(ValueError, "server_error"):
                    whole(model(provider + name, use_responses_api=True).stream("Hello"))

    # all of it in one test: its connections belong to one event loop
    async def test_the_asynchronous_calls(self):
        self.assertEqual((await model("openai/text").ainvoke("Hello")).content, TEXT)
        for name, expected in {"openai/text": TEXT, "openai/slow": "Two boats left."}.items():
            pieces = [piece.content async for piece in model(name).astream("Hello")]
            self.assertEqual("".join(pieces), expected)
        for name, words in BROKEN.items():
            with self.subTest(name), self.assertRaisesRegex(openai.APIError, words):
                async for _ in model(name).astream("Hello"):
                    pass


def loop(bound, turns, streamed):
    """The last answer of a conversation in which the tools are run that the model calls."""
    messages = [HumanMessage("Hello")]
    for _ in range(turns):
        answer = whole(bound.stream(messages)) if streamed else bound.invoke(messages)
        messages.append(answer)
        messages += [
            ToolMessage(get_weather.invoke(call["args"]), tool_call_id=call["id"]) for call in answer.tool_calls
        ]
    return answer


def whole(pieces):
    """A streamed message, put together as LangChain does it."""
    message = None
    for piece in pieces:
        message = piece if message is None else message + piece
    return message


if __name__ == "__main__":
    unittest.main()
