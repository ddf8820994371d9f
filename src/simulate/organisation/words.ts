/** Nobody real: every person is an adjective and a bird. */
export const ADJECTIVES = (
  'amber ashen azure bold brisk bronze calm cedar clear coral crisp dapper dusky eager early ember fabled ' +
  'fern frosty gentle gilded glad golden hazel honest indigo ivory jade jolly keen lively lunar mellow misty ' +
  'mossy nimble noble opal pale patient quick quiet russet sable silver solar spry steady sunny tawny velvet'
).split(' ')

export const BIRDS = (
  'avocet bittern bunting buzzard chough condor crane curlew dipper dotterel dunlin eider egret falcon finch ' +
  'fulmar gannet godwit goshawk grebe grouse gull harrier heron hobby hoopoe ibis jackdaw kestrel kite ' +
  'lapwing linnet magpie martin merlin nuthatch oriole osprey ouzel petrel pipit plover puffin raven redstart ' +
  'robin ruff sandpiper siskin snipe sparrow starling stork swallow swift teal tern thrush wagtail warbler wren'
).split(' ')
