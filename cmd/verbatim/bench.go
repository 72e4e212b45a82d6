package main

// benchCmd holds the measurements that a person runs on their own machine. Each
// prints what it measured beside something it can be measured against, and the
// same with stable keys as JSON.
type benchCmd struct{}
