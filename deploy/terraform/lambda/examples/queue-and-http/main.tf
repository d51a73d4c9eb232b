terraform {
  required_version = ">= 1.5"

  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 6.30, < 7.0"
    }
  }
}

provider "aws" {
  region = "eu-central-1"
}

variable "access_key_sha256" {
  description = "SHA-256 in hex of the callers' key: printf '%s' \"$KEY\" | sha256sum"
  type        = string
}

module "caramba" {
  source = "../.."

  function_package  = { path = "${path.root}/caramba-0.2.0-lambda-arm64.zip" }
  http_package      = { path = "${path.root}/http.zip" }
  access_key_sha256 = var.access_key_sha256

  routes = {
    fast = {
      targets   = ["openai", "anthropic"]
      fallbacks = ["google"]
    }
  }
  budgets = { per_day = 20 }
}

output "url" {
  description = "Base URL for OpenAI clients, once v1 is added."
  value       = module.caramba.url
}
