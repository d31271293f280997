package rules

// listeners are rules about the listeners of virtual routers.
var listeners = []Rule{
	{69, Recorded, "A virtual router's listener cannot be removed while a route matches its port: BadRequestException. The class is recorded, the words are ours.", "CTL PR#768"},
}
