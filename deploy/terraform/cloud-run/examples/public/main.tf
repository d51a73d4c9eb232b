terraform {
  required_version = ">= 1.5"

  required_providers {
    google = {
      source  = "hashicorp/google"
      version = ">= 6.20, < 8.0"
    }
  }
}

provider "google" {
  project = var.project_id
  region  = "europe-west3"
}

variable "project_id" {
  description = "Project that the service is in."
  type        = string
}

variable "access_key_sha256" {
  description = "SHA-256 in hex of the callers' key: printf '%s' \"$KEY\" | sha256sum"
  type        = string
}

module "caramba" {
  source = "../.."

  project_id = var.project_id
  region     = "europe-west3"

  access_keys_sha256 = { team = var.access_key_sha256 }
  secrets = {
    OPENAI_API_KEY    = { secret = "openai-api-key" }
    ANTHROPIC_API_KEY = { secret = "anthropic-api-key" }
    REDIS_URL         = { secret = "caramba-redis-url" }
  }
  vpc = {
    network    = "default"
    subnetwork = "default"
  }

  routes = {
    fast = { targets = ["openai", "anthropic"] }
  }
  budgets = {
    team = { per_day = 20 }
  }
}

output "url" {
  description = "Base URL for OpenAI clients, once /v1 is added."
  value       = module.caramba.url
}
