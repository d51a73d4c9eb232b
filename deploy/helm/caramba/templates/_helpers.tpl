{{- define "caramba.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 50 | trimSuffix "-" -}}
{{- else if contains "caramba" .Release.Name -}}
{{- .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-caramba" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "caramba.selectorLabels" -}}
app.kubernetes.io/name: caramba
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: balancer
{{- end -}}

{{- define "caramba.valkeySelectorLabels" -}}
app.kubernetes.io/name: valkey
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: store
{{- end -}}

{{- define "caramba.commonLabels" -}}
app.kubernetes.io/part-of: caramba
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "caramba.labels" -}}
{{ include "caramba.selectorLabels" . }}
{{ include "caramba.commonLabels" . }}
{{- end -}}

{{- define "caramba.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "caramba.fullname" .) -}}
{{- else -}}
{{- .Values.serviceAccount.name | default "default" -}}
{{- end -}}
{{- end -}}

{{- /* The image of the variant: the JVM's has a suffix behind its version. */ -}}
{{- define "caramba.image" -}}
{{- $suffix := eq .Values.image.variant "jvm" | ternary "-jvm" "" -}}
{{- $tag := .Values.image.tag | default (printf "%s%s" .Chart.AppVersion $suffix) -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository $tag -}}
{{- end -}}
{{- end -}}

{{- define "caramba.secretName" -}}
{{- .Values.secret.existingSecret | default (include "caramba.fullname" .) -}}
{{- end -}}

{{- define "caramba.hasSecret" -}}
{{- if or .Values.secret.existingSecret .Values.secret.values -}}true{{- end -}}
{{- end -}}

{{- /* Variables of a secret that are mounted as files. */ -}}
{{- define "caramba.secretFiles" -}}
{{- if eq .Values.secret.mode "files" -}}
{{- .Values.secret.keys | default (keys .Values.secret.values | sortAlpha) | toJson -}}
{{- else -}}
[]
{{- end -}}
{{- end -}}

{{- define "caramba.securityContext" -}}
readOnlyRootFilesystem: true
allowPrivilegeEscalation: false
runAsNonRoot: true
capabilities:
  drop: ["ALL"]
seccompProfile:
  type: RuntimeDefault
{{- end -}}
