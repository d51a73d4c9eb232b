variable "name" {
  description = "Begins the names of everything that is made."
  type        = string
  default     = "caramba"

  validation {
    condition     = can(regex("^[a-zA-Z0-9-]{1,40}$", var.name))
    error_message = "At most 40 letters, digits and hyphens."
  }
}

variable "function_package" {
  description = "The zip of the functions that events and queues call: the path of a file, or bucket and key of an object of S3. A new object needs a new key."
  type = object({
    path   = optional(string)
    bucket = optional(string)
    key    = optional(string)
  })

  validation {
    condition     = (var.function_package.path == null) == (var.function_package.bucket != null && var.function_package.key != null)
    error_message = "Either path, or bucket and key."
  }
}

variable "http_package" {
  description = "The zip of the HTTP function, in the same form: a native executable named bootstrap, or the content of quarkus-app with run.sh. Null: there is no HTTP function."
  type = object({
    path   = optional(string)
    bucket = optional(string)
    key    = optional(string)
  })
  default = null

  validation {
    condition     = var.http_package == null ? true : (var.http_package.path == null) == (var.http_package.bucket != null && var.http_package.key != null)
    error_message = "Either path, or bucket and key."
  }
}

variable "artifact" {
  description = "What the packages are: native executables, or for the JVM, where functions start from a SnapStart snapshot."
  type        = string
  default     = "native"

  validation {
    condition     = contains(["native", "jvm"], var.artifact)
    error_message = "native or jvm."
  }
}

variable "architecture" {
  description = "Processor of the functions; a native executable is for one of them."
  type        = string
  default     = "arm64"

  validation {
    condition     = contains(["arm64", "x86_64"], var.architecture)
    error_message = "arm64 or x86_64."
  }
}

variable "java_runtime" {
  description = "Runtime of packages for the JVM."
  type        = string
  default     = "java21"

  validation {
    condition     = contains(["java21", "java25"], var.java_runtime)
    error_message = "java21 or java25."
  }
}

variable "memory_size" {
  description = "Megabytes of each function; CPU comes in proportion."
  type        = number
  default     = 1024

  validation {
    condition     = var.memory_size >= 256 && var.memory_size <= 10240
    error_message = "From 256 to 10240."
  }
}

variable "deadline_seconds" {
  description = "The longest that a call takes. The functions' timeout is 10 s longer, the queue waits six times that."
  type        = number
  default     = 120

  validation {
    condition     = var.deadline_seconds >= 10 && var.deadline_seconds <= 880
    error_message = "From 10 to 880."
  }
}

variable "secret_name" {
  description = "Name or ARN of the secret with the keys of providers and REDIS_URL, a JSON object. Its entries become variables of the functions, and stand in the state of Terraform."
  type        = string
  default     = "caramba/providers"
}

variable "access_key_sha256" {
  description = "SHA-256 in hex of the key that callers of the HTTP function send as bearer. Needed with http_package."
  type        = string
  default     = null

  validation {
    condition     = var.access_key_sha256 == null ? true : can(regex("^[0-9a-f]{64}$", var.access_key_sha256))
    error_message = "64 digits of hex, in small letters."
  }
}

variable "operator_key_sha256" {
  description = "The same of the key of those who operate; no other key is an admin's. Null: nobody is one."
  type        = string
  default     = null

  validation {
    condition     = var.operator_key_sha256 == null ? true : can(regex("^[0-9a-f]{64}$", var.operator_key_sha256))
    error_message = "64 digits of hex, in small letters."
  }
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
  description = "US dollars in a day and in a month of UTC, for the callers of the HTTP function and for invocations each."
  type = object({
    per_day   = optional(number)
    per_month = optional(number)
  })
  default = {}
}

variable "environment" {
  description = "Any other keys of the configuration, as variables of all functions. No secrets."
  type        = map(string)
  default     = {}
}

variable "subnet_ids" {
  description = "Private subnets that reach Redis, and the internet by a NAT. None: no VPC."
  type        = list(string)
  default     = []
}

variable "security_group_ids" {
  description = "Security groups that Redis lets in; needed with subnet_ids."
  type        = list(string)
  default     = []
}

variable "queue_concurrency" {
  description = "Queue invocations at a time; nothing is reserved for them."
  type        = number
  default     = 10

  validation {
    condition     = var.queue_concurrency >= 2 && var.queue_concurrency <= 1000
    error_message = "From 2 to 1000."
  }
}

variable "reserved_concurrency" {
  description = "Reserved for a function (generate, batch, providers, http), and its limit. None by default: an account must keep 100 unreserved, and a new one may have 10 in all."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for name, number in var.reserved_concurrency : contains(["generate", "batch", "providers", "http"], name) && number > 0])
    error_message = "Keys are generate, batch, providers and http, numbers above 0."
  }
}

variable "result_queue" {
  description = "Whether what came of the messages goes to a queue; else it can be read at /results only."
  type        = bool
  default     = false
}

variable "alarm_topic_arns" {
  description = "SNS topics that alarms are sent to."
  type        = list(string)
  default     = []
}

variable "alarm_errors" {
  description = "Failed calls of a function in five minutes from which on there is an alarm."
  type        = number
  default     = 5
}

variable "alarm_queue_age" {
  description = "Seconds that a message may wait before there is an alarm."
  type        = number
  default     = 900
}

variable "xray" {
  description = "Whether Lambda traces invocations with X-Ray."
  type        = bool
  default     = false
}

variable "otlp_endpoint" {
  description = "A collector that takes spans of the HTTP function, OTLP over HTTP. Null: it makes none."
  type        = string
  default     = null
}

variable "log_retention_days" {
  description = "Days that logs are kept."
  type        = number
  default     = 14
}

variable "web_adapter_version" {
  description = "Version of the layer of the Lambda Web Adapter."
  type        = number
  default     = 27
}

variable "tags" {
  description = "Tags of everything that is made."
  type        = map(string)
  default     = {}
}
