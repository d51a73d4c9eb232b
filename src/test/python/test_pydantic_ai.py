"""Pydantic AI, unmodified, against a running Caramba."""

import unittest
from typing import Optional

import anthropic
import openai
from pydantic import BaseModel
from pydantic_ai import Agent, NativeOutput
from pydantic_ai.exceptions import AgentRunError, ModelServerError
from pydantic_ai.messages import ThinkingPart
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIResponsesModel
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider

from scripted import BREAKING, BROKEN, JOURNEY, KEY, TEXT, TOLD, URL


class City(BaseModel):
    name: str
    inhabitants: Optional[int] = None


def get_weather(city: str) -> str:
    """The weather in a city."""
    return city + ": 7 degrees"


class PydanticAi(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = openai.AsyncOpenAI(base_url=URL, api_key=KEY, max_retries=0)
        self.addAsyncCleanup(self.client.close)

    def agent(self, name, **more):
        model = OpenAIChatModel(name, provider=OpenAIProvider(openai_client=self.client))
        return Agent(model, retries=0, **more)

    def messaging(self, client, name, **more):
        return Agent(AnthropicModel(name, provider=AnthropicProvider(anthropic_client=client)), retries=0, **more)

    async def test_messages(self):
        async with anthropic.AsyncAnthropic(base_url=URL.removesuffix("/v1"), api_key=KEY, max_retries=0) as client:
            for provider in ("openai/", "anthropic/"):
                with self.subTest(provider):
                    asked = self.messaging(client, provider + "journey", tools=[get_weather])
                    self.assertEqual((await asked.run("Hello")).output, JOURNEY)
                    async with asked.run_stream("Hello") as result:
                        self.assertEqual(await result.get_output(), JOURNEY)
                for name in BREAKING:
                    asked = self.messaging(client, provider + name, tools=[get_weather])
                    with self.subTest(provider + name), self.assertRaises(ModelServerError):
                        async with asked.run_stream("Hello") as result:
                            await result.get_output()

    def responding(self, name, **more):
        model = OpenAIResponsesModel(name, provider=OpenAIProvider(openai_client=self.client))
        return Agent(model, retries=0, **more)

    async def test_responses(self):
        for provider in ("openai/", "chat/"):
            with self.subTest(provider):
                result = await self.responding(provider + "text").run("Hello")
                self.assertEqual((result.output, result.usage.output_tokens), (TEXT, 5))
                asked = self.responding(provider + "journey", tools=[get_weather])
                self.assertEqual((await asked.run("Hello")).output, JOURNEY)
                async with asked.run_stream("Hello") as result:
                    self.assertEqual(await result.get_output(), JOURNEY)

    async def test_responses_that_break_are_errors(self):
        for provider in ("openai/", "chat/"):
            for name in BREAKING:
                with self.subTest(provider + name), self.assertRaises(ModelServerError):
                    async with self.responding(provider + name, tools=[get_weather]).run_stream("Hello") as result:
                        await result.get_output()

    async def test_a_text(self):
        result = await self.agent("openai/text").run("Hello")
        self.assertEqual(result.output, TEXT)

    async def test_a_stream(self):
        for name, expected in {"openai/text": TEXT, "openai/slow": "Two boats left."}.items():
            async with self.agent(name).run_stream("Hello") as result:
                pieces = [piece async for piece in result.stream_text(delta=True, debounce_by=None)]
            self.assertEqual("".join(pieces), expected)
            self.assertGreater(len(pieces), 1)

    async def test_a_tool_loop(self):
        asked = self.agent("openai/weather", tools=[get_weather])
        self.assertEqual((await asked.run("Hello")).output, TOLD)
        async with asked.run_stream("Hello") as result:
            self.assertEqual(await result.get_output(), TOLD)

    async def test_structured_answers(self):
        for words, output in {"a schema": NativeOutput(City), "a tool": City}.items():
            with self.subTest(words):
                asked = self.agent("openai/structured", output_type=output)
                self.assertEqual((await asked.run("Hello")).output, City(name="Oslo"))
                async with asked.run_stream("Hello") as result:
                    self.assertEqual(await result.get_output(), City(name="Oslo"))

    async def test_reasoning(self):
        result = await self.agent("openai/thinking").run("Hello")
        thoughts = [part.content for part in result.response.parts if isinstance(part, ThinkingPart)]
        self.assertEqual((thoughts, result.output), (["Boats float."], "Two boats."))

    async def test_a_stream_that_breaks_is_an_error(self):
        for name, words in BROKEN.items():
            with self.subTest(name), self.assertRaisesRegex((AgentRunError, openai.APIError), words):
                async with self.agent(name, tools=[get_weather]).run_stream("Hello") as result:
                    await result.get_output()


if __name__ == "__main__":
    unittest.main()
