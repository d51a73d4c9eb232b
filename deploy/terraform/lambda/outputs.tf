output "url" {
  description = "Base URL for OpenAI clients, once v1 is added. Null without an HTTP function."
  value       = one(aws_lambda_function_url.http[*].function_url)
}

output "function_arns" {
  description = "ARNs to invoke, by function: those of the alias live."
  value       = { for name, alias in aws_lambda_alias.live : name => alias.arn }
}

output "queue_url" {
  description = "Where batches are sent."
  value       = aws_sqs_queue.requests.url
}

output "dead_letter_queue_url" {
  description = "What failed five times."
  value       = aws_sqs_queue.dead_letters.url
}

output "result_queue_url" {
  description = "What came of the messages, as CloudEvents. Null without a queue for it."
  value       = one(aws_sqs_queue.results[*].url)
}
