variable "project_id" {
  description = "Project that the service is in."
  type        = string
}

variable "region" {
  description = "Region that the service is in."
  type        = string
}

variable "name" {
  description = "Name of the service; its account and the registry have it too."
  type        = string
  default     = "caramba"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.name))
    error_message = "6 to 30 small letters, digits and hyphens, beginning with a letter."
  }
}

variable "image" {
  description = "Image of the service."
  type        = string
  default     = "ghcr.io/caramba-dev/caramba:0.2.0"
}

variable "remote_repository" {
  description = "Whether an image of ghcr.io comes through a remote repository of Artifact Registry that is made for it, as Google recommends. False: Cloud Run pulls it from there by itself, which it does for public images."
  type        = bool
  default     = true
}

variable "secrets" {
  description = "Secrets of Secret Manager by the variable that has their value, such as OPENAI_API_KEY, REDIS_URL: name of the secret, and its version. The service may read these, and no others."
  type = map(object({
    secret  = string
    version = optional(string, "latest")
  }))

  validation {
    condition     = alltrue([for name, secret in var.secrets : can(regex("^[A-Z][A-Z0-9_]*$", name))])
    error_message = "Keys are names of variables, in capitals."
  }
}

variable "access_keys_sha256" {
  description = "SHA-256 in hex of the keys that callers send as bearer, by the caller's name."
  type        = map(string)

  validation {
    condition     = length(var.access_keys_sha256) > 0 && alltrue([for name, hash in var.access_keys_sha256 : can(regex("^[a-z0-9]+$", name)) && can(regex("^[0-9a-f]{64}$", hash))])
    error_message = "At least one. Names are small letters and digits, hashes 64 digits of hex in small letters."
  }
}

variable "admins" {
  description = "Names of callers who may operate."
  type        = set(string)
  default     = []
}

variable "routes" {
  description = "Routes by name."
  type = map(object({
    targets   = list(string)
    fallbacks = optional(list(string), [])
    strategy  = optional(string)
  }))
  default = {}

  validation {
    condition     = alltrue([for name, route in var.routes : can(regex("^[a-z0-9]+$", name)) && length(route.targets) > 0])
    error_message = "Names are small letters and digits, and each route has targets."
  }
}

variable "prices" {
  description = "Prices beside the product's, in US dollars for a million tokens: input:output or input:cached:output, by provider/model."
  type        = map(string)
  default     = {}

  validation {
    condition     = alltrue([for model, price in var.prices : can(regex("^[0-9.]+(:[0-9.]+){1,2}$", price))])
    error_message = "input:output or input:cached:output."
  }
}

variable "budgets" {
  description = "US dollars in a day and in a month of UTC, by the caller's name."
  type = map(object({
    per_day   = optional(number)
    per_month = optional(number)
  }))
  default = {}
}

variable "environment" {
  description = "Any other keys of the configuration, as variables. No secrets."
  type        = map(string)
  default     = {}
}

variable "deadline_seconds" {
  description = "The longest that a call takes whose answer does not flow yet."
  type        = number
  default     = 600

  validation {
    condition     = var.deadline_seconds >= 10 && var.deadline_seconds <= 3580
    error_message = "From 10 to 3580."
  }
}

variable "stream_deadline_seconds" {
  description = "The longest that a call takes whose answer flows. Cloud Run ends a request 15 s later, and none is longer than an hour."
  type        = number
  default     = 3580

  validation {
    condition     = var.stream_deadline_seconds >= 10 && var.stream_deadline_seconds <= 3580
    error_message = "From 10 to 3580."
  }
}

variable "min_instances" {
  description = "Instances that are kept."
  type        = number
  default     = 0
}

variable "max_instances" {
  description = "Instances at most. Above one, give REDIS_URL, so that they share what they know."
  type        = number
  default     = 10

  validation {
    condition     = var.max_instances >= 1
    error_message = "At least one."
  }
}

variable "concurrency" {
  description = "Requests that one instance has at a time: calls mostly wait."
  type        = number
  default     = 200

  validation {
    condition     = var.concurrency >= 1 && var.concurrency <= 1000
    error_message = "From 1 to 1000."
  }
}

variable "cpu" {
  description = "CPUs of an instance."
  type        = string
  default     = "1"
}

variable "memory" {
  description = "Memory of an instance. The image on the JVM wants 1Gi."
  type        = string
  default     = "512Mi"
}

variable "vpc" {
  description = "Network and subnetwork that reach Memorystore; egress PRIVATE_RANGES_ONLY or ALL_TRAFFIC. Null: no VPC."
  type = object({
    network    = string
    subnetwork = string
    egress     = optional(string, "PRIVATE_RANGES_ONLY")
  })
  default = null

  validation {
    condition     = var.vpc == null ? true : contains(["PRIVATE_RANGES_ONLY", "ALL_TRAFFIC"], var.vpc.egress)
    error_message = "PRIVATE_RANGES_ONLY or ALL_TRAFFIC."
  }
}

variable "ingress" {
  description = "Where requests may come from."
  type        = string
  default     = "INGRESS_TRAFFIC_ALL"

  validation {
    condition     = contains(["INGRESS_TRAFFIC_ALL", "INGRESS_TRAFFIC_INTERNAL_ONLY", "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"], var.ingress)
    error_message = "INGRESS_TRAFFIC_ALL, INGRESS_TRAFFIC_INTERNAL_ONLY or INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER."
  }
}

variable "invokers" {
  description = "Who may send requests, on the side of Google. OpenAI clients send a bearer key of Caramba's and no token of Google's: allUsers lets them through, to Caramba's own check."
  type        = set(string)
  default     = ["allUsers"]
}

variable "deletion_protection" {
  description = "Whether Terraform refuses to delete the service."
  type        = bool
  default     = true
}

variable "labels" {
  description = "Labels of the service."
  type        = map(string)
  default     = {}
}
