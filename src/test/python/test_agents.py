"""OpenAI's Agents SDK, unmodified and with its defaults, which are Responses, against a running Caramba: route "native"
leads to a server that has Responses, "bridged" to one that has chat completions alone."""

import unittest

import openai
from agents import (
    Agent,
    ModelBehaviorError,
    MultiProvider,
    RunConfig,
    Runner,
    function_tool,
    set_default_openai_client,
    set_tracing_disabled,
)

from scripted import BREAKING, JOURNEY, KEY, URL

set_tracing_disabled(True)


@function_tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    return city + ": 7 degrees"


async def stream(agent, question, **more):
    result = Runner.run_streamed(agent, question, **more)
    pieces = []
    async for event in result.stream_events():
        if event.type == "raw_response_event" and event.data.type == "response.output_text.delta":
            pieces.append(event.data.delta)
    return result, pieces


class Agents(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        client = openai.AsyncOpenAI(base_url=URL, api_key=KEY, max_retries=0)
        self.addAsyncCleanup(client.close)
        set_default_openai_client(client, use_for_tracing=False)
        # what stands before a slash in a model's name is no provider of the SDK's
        names = MultiProvider(unknown_prefix_mode="model_id", openai_prefix_mode="model_id")
        self.plain_names = RunConfig(model_provider=names)

    async def test_tools_over_several_turns(self):
        for model in ("native", "bridged"):
            with self.subTest(model):
                agent = Agent(name="Forecaster", instructions="Tell the weather.", model=model, tools=[get_weather])
                result = await Runner.run(agent, "How is it in Norway?")
                self.assertEqual((result.final_output, len(result.raw_responses)), (JOURNEY, 3))
                result, pieces = await stream(agent, "How is it in Norway?")
                self.assertEqual((result.final_output, "".join(pieces)), (JOURNEY, JOURNEY))
                self.assertGreater(len(pieces), 1)

    async def test_going_on_from_what_is_kept(self):
        for model in ("native", "bridged"):
            with self.subTest(model):
                agent = Agent(name="Forecaster", model=model, tools=[get_weather])
                first = await Runner.run(agent, "How is it in Norway?", auto_previous_response_id=True)
                self.assertEqual(first.final_output, JOURNEY)
                second = await Runner.run(agent, "Thanks", previous_response_id=first.last_response_id)
                self.assertEqual(second.final_output, JOURNEY)

    async def test_a_handoff(self):
        for model in ("native", "bridged"):
            with self.subTest(model):
                forecaster = Agent(name="Forecaster", model=model, tools=[get_weather])
                desk = Agent(name="Desk", instructions="Hand over.", model=model, handoffs=[forecaster])
                for result in (await Runner.run(desk, "How is it?"), (await stream(desk, "How is it?"))[0]):
                    self.assertEqual((result.last_agent.name, result.final_output), ("Forecaster", JOURNEY))

    async def test_a_conversation_that_goes_on(self):
        for provider in ("openai", "chat"):
            with self.subTest(provider):
                agent = Agent(name="Thinker", model=provider + "/thinking")
                first = await Runner.run(agent, "Hello", run_config=self.plain_names)
                items = first.to_input_list() + [{"role": "user", "content": "And now?"}]
                second = await Runner.run(agent, items, run_config=self.plain_names)
                self.assertEqual(second.final_output, "Two boats.")

    async def test_a_stream_that_breaks_is_an_error(self):
        for provider in ("openai", "chat"):
            for name in BREAKING:
                agent = Agent(name="Teller", model=provider + "/" + name, tools=[get_weather])
                with self.subTest(agent.model), self.assertRaises(ModelBehaviorError):
                    await stream(agent, "Hello", run_config=self.plain_names)


if __name__ == "__main__":
    unittest.main()
