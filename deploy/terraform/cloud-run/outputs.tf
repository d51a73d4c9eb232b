output "url" {
  description = "Base URL for OpenAI clients, once /v1 is added."
  value       = google_cloud_run_v2_service.this.uri
}

output "service_account" {
  description = "Account that the service runs as; give it what its providers ask for."
  value       = google_service_account.this.email
}
