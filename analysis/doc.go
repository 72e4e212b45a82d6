// Package analysis is the domain of making sense: codebooks of themes, codings
// of verbatims, suggested actions, recommendations, quotes and the summary that
// is collated from them.
//
// It is for the stages that compute these (the sub-packages), for the store
// that keeps them, and for the pages that show them. The machine suggests and
// people decide: a coding or an action made by the machine is a suggestion
// until a person has accepted it, and every count says which it counts.
//
// It imports survey and search only, and holds no algorithm that needs a model,
// an engine or a disk.
package analysis
