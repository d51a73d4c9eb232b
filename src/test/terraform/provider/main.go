// A provider of Terraform that has the schemas of another one and does nothing. With it Terraform validates and plans a module
// as it would with the other, without an account: what is computed is unknown until it is applied, and a data source gives
// the values of the environment variable TF_STUB_<NAME OF THE ATTRIBUTE>, or the attribute's name.
//
// It reads the file schema.json beside its executable, of the form that schema.py writes.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov5"
	"github.com/hashicorp/terraform-plugin-go/tfprotov5/tf5server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

type attribute struct {
	Type     json.RawMessage
	Required bool
	Optional bool
	Computed bool
}

type nested struct {
	Mode  string `json:"nesting_mode"`
	Min   int64  `json:"min_items"`
	Max   int64  `json:"max_items"`
	Block block
}

type block struct {
	Attributes map[string]attribute
	BlockTypes map[string]nested `json:"block_types"`
}

type schema struct {
	Block block
}

type schemas struct {
	Provider  schema
	Resources map[string]schema `json:"resource_schemas"`
	Data      map[string]schema `json:"data_source_schemas"`
}

var modes = map[string]tfprotov5.SchemaNestedBlockNestingMode{
	"list":   tfprotov5.SchemaNestedBlockNestingModeList,
	"set":    tfprotov5.SchemaNestedBlockNestingModeSet,
	"single": tfprotov5.SchemaNestedBlockNestingModeSingle,
}

func typeOf(raw json.RawMessage) tftypes.Type {
	if string(raw) == `"dynamic"` {
		return tftypes.DynamicPseudoType
	}
	parsed, err := tftypes.ParseJSONType([]byte(strings.ReplaceAll(string(raw), `"dynamic"`, `"string"`)))
	if err != nil {
		panic(err)
	}
	return parsed
}

func (b block) proto() *tfprotov5.SchemaBlock {
	out := &tfprotov5.SchemaBlock{}
	for name, a := range b.Attributes {
		out.Attributes = append(out.Attributes, &tfprotov5.SchemaAttribute{
			Name: name, Type: typeOf(a.Type), Required: a.Required, Optional: a.Optional, Computed: a.Computed,
		})
	}
	for name, n := range b.BlockTypes {
		out.BlockTypes = append(out.BlockTypes, &tfprotov5.SchemaNestedBlock{
			TypeName: name, Block: n.Block.proto(), Nesting: modes[n.Mode], MinItems: n.Min, MaxItems: n.Max,
		})
	}
	return out
}

func (s schema) proto() *tfprotov5.Schema {
	return &tfprotov5.Schema{Block: s.Block.proto()}
}

type server struct {
	tfprotov5.ProviderServer
	schemas schemas
}

func (s server) GetMetadata(context.Context, *tfprotov5.GetMetadataRequest) (*tfprotov5.GetMetadataResponse, error) {
	out := &tfprotov5.GetMetadataResponse{ServerCapabilities: &tfprotov5.ServerCapabilities{}}
	for name := range s.schemas.Resources {
		out.Resources = append(out.Resources, tfprotov5.ResourceMetadata{TypeName: name})
	}
	for name := range s.schemas.Data {
		out.DataSources = append(out.DataSources, tfprotov5.DataSourceMetadata{TypeName: name})
	}
	return out, nil
}

func (s server) GetProviderSchema(context.Context, *tfprotov5.GetProviderSchemaRequest) (*tfprotov5.GetProviderSchemaResponse, error) {
	out := &tfprotov5.GetProviderSchemaResponse{
		Provider:          s.schemas.Provider.proto(),
		ResourceSchemas:   map[string]*tfprotov5.Schema{},
		DataSourceSchemas: map[string]*tfprotov5.Schema{},
	}
	for name, one := range s.schemas.Resources {
		out.ResourceSchemas[name] = one.proto()
	}
	for name, one := range s.schemas.Data {
		out.DataSourceSchemas[name] = one.proto()
	}
	return out, nil
}

func (s server) PrepareProviderConfig(_ context.Context, r *tfprotov5.PrepareProviderConfigRequest) (*tfprotov5.PrepareProviderConfigResponse, error) {
	return &tfprotov5.PrepareProviderConfigResponse{PreparedConfig: r.Config}, nil
}

func (s server) ConfigureProvider(context.Context, *tfprotov5.ConfigureProviderRequest) (*tfprotov5.ConfigureProviderResponse, error) {
	return &tfprotov5.ConfigureProviderResponse{}, nil
}

func (s server) StopProvider(context.Context, *tfprotov5.StopProviderRequest) (*tfprotov5.StopProviderResponse, error) {
	return &tfprotov5.StopProviderResponse{}, nil
}

func (s server) ValidateResourceTypeConfig(context.Context, *tfprotov5.ValidateResourceTypeConfigRequest) (*tfprotov5.ValidateResourceTypeConfigResponse, error) {
	return &tfprotov5.ValidateResourceTypeConfigResponse{}, nil
}

func (s server) ValidateDataSourceConfig(context.Context, *tfprotov5.ValidateDataSourceConfigRequest) (*tfprotov5.ValidateDataSourceConfigResponse, error) {
	return &tfprotov5.ValidateDataSourceConfigResponse{}, nil
}

func (s server) PlanResourceChange(_ context.Context, r *tfprotov5.PlanResourceChangeRequest) (*tfprotov5.PlanResourceChangeResponse, error) {
	planned, err := filled(r.ProposedNewState, s.schemas.Resources[r.TypeName], func(_ string, t tftypes.Type) tftypes.Value {
		return tftypes.NewValue(t, tftypes.UnknownValue)
	})
	return &tfprotov5.PlanResourceChangeResponse{PlannedState: planned}, err
}

func (s server) ReadDataSource(_ context.Context, r *tfprotov5.ReadDataSourceRequest) (*tfprotov5.ReadDataSourceResponse, error) {
	state, err := filled(r.Config, s.schemas.Data[r.TypeName], func(name string, t tftypes.Type) tftypes.Value {
		if !t.Is(tftypes.String) {
			return tftypes.NewValue(t, nil)
		}
		if told := os.Getenv("TF_STUB_" + strings.ToUpper(name)); told != "" {
			return tftypes.NewValue(t, told)
		}
		return tftypes.NewValue(t, name)
	})
	return &tfprotov5.ReadDataSourceResponse{State: state}, err
}

// filled gives what is computed and not set a value, on the first level.
func filled(value *tfprotov5.DynamicValue, of schema, fill func(string, tftypes.Type) tftypes.Value) (*tfprotov5.DynamicValue, error) {
	whole := of.proto().ValueType()
	decoded, err := value.Unmarshal(whole)
	if err != nil || decoded.IsNull() {
		return value, err
	}
	out, err := tftypes.Transform(decoded, func(path *tftypes.AttributePath, v tftypes.Value) (tftypes.Value, error) {
		steps := path.Steps()
		if len(steps) != 1 || !v.IsKnown() || !v.IsNull() {
			return v, nil
		}
		name := string(steps[0].(tftypes.AttributeName))
		if !of.Block.Attributes[name].Computed {
			return v, nil
		}
		return fill(name, typeOf(of.Block.Attributes[name].Type)), nil
	})
	if err != nil {
		return nil, err
	}
	again, err := tfprotov5.NewDynamicValue(whole, out)
	return &again, err
}

func main() {
	self, err := os.Executable()
	if err != nil {
		panic(err)
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(self), "schema.json"))
	if err != nil {
		panic(err)
	}
	var all schemas
	if err := json.Unmarshal(text, &all); err != nil {
		panic(err)
	}
	if err := tf5server.Serve("registry.terraform.io/hashicorp/schema", func() tfprotov5.ProviderServer {
		return server{schemas: all}
	}); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
